"""A file in pieces of bounded size, with a checksum of the whole: for what only small files can leave.

python runs/pieces.py split left.tar DIR --mib 16     DIR/left.tar.000, .001, …, DIR/left.tar.sha256
python runs/pieces.py join DIR left.tar               the whole again; refused where a piece is missing or damaged
"""

import argparse
import hashlib
import sys
from pathlib import Path

MIB = 1 << 20
_BLOCK = MIB


def split(source: Path, folder: Path, size: int) -> list[Path]:
    """Write the pieces of `source`, each of at most `size` bytes, and its checksum; all files written."""
    if size < 1:
        raise ValueError("A piece needs at least one byte.")
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob(f"{source.name}.*"):
        old.unlink()
    digest, written = hashlib.sha256(), []
    with open(source, "rb") as whole:
        while block := whole.read(min(_BLOCK, size)):
            piece = folder / f"{source.name}.{len(written):03d}"
            with open(piece, "wb") as file:
                room = size
                while block:
                    digest.update(block)
                    room -= file.write(block)
                    block = whole.read(min(_BLOCK, room)) if room else b""
            written.append(piece)
    checksum = folder / f"{source.name}.sha256"
    checksum.write_text(f"{digest.hexdigest()}  {source.name}\n")
    return [*written, checksum]


def join(folder: Path, target: Path) -> None:
    """The file again from its pieces; raises `ValueError` where they are not all there, or damaged."""
    checksum = folder / f"{target.name}.sha256"
    pieces = sorted(folder.glob(f"{target.name}.[0-9][0-9][0-9]"))
    if not checksum.is_file() or [piece.suffix for piece in pieces] != [f".{k:03d}" for k in range(len(pieces))]:
        raise ValueError(f"{folder} does not hold all pieces of {target.name} and their checksum; fetch them again.")
    digest = hashlib.sha256()
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(target.name + ".part")
    with open(temporary, "wb") as whole:
        for piece in pieces:
            with open(piece, "rb") as file:
                while block := file.read(_BLOCK):
                    digest.update(block)
                    whole.write(block)
    if digest.hexdigest() != checksum.read_text().split()[0]:
        temporary.unlink()
        raise ValueError(f"The pieces of {target.name} in {folder} are damaged or incomplete; fetch them again.")
    temporary.replace(target)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Split a file into pieces, or join them.")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, first, second in (("split", "file", "folder"), ("join", "folder", "file")):
        command = commands.add_parser(name)
        command.add_argument(first, type=Path)
        command.add_argument(second, type=Path)
    commands.choices["split"].add_argument("--mib", type=float, default=16.0)
    chosen = parser.parse_args()
    try:
        if chosen.command == "split":
            split(chosen.file, chosen.folder, int(chosen.mib * MIB))
        else:
            join(chosen.folder, chosen.file)
    except (ValueError, OSError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
