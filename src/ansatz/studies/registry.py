"""The studies by name. To add one: a row."""

from ansatz.studies.beam_width import Beam
from ansatz.studies.dataset_size import DatasetSize
from ansatz.studies.depth import Depth
from ansatz.studies.families import Families
from ansatz.studies.layer_placement import Layers
from ansatz.studies.model_size import ModelSize
from ansatz.studies.notations import Notations
from ansatz.studies.study import Study

STUDIES: dict[str, Study] = {
    study.name: study for study in (Families(), Notations(), DatasetSize(), ModelSize(), Layers(), Depth(), Beam())
}
