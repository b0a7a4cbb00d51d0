"""First- and second-order equations with their general solutions.

Begin with `equation`: a family y(x, c) is solved for c by `inversion`, differentiated, brought to `normal_form`.
`branches` says where a many-valued inverse holds; `numeric_check` keeps wrong pairs out.
"""
