"""Points (cos, sin) of the circle over F_p: angles without angles, and without i."""

from ansatz.fit.residues.prime_field import Field, Residues

Point = tuple[Residues, Residues]


def circle_point(field: Field, t: Residues) -> Point:
    """((1-t²)/(1+t²), 2t/(1+t²)): every point but one; 1+t² is never 0, since -1 is no square."""
    one, square = field.number(1), field.multiply(t, t)
    scale = field.inverse(field.add(one, square))
    return field.multiply(field.subtract(one, square), scale), field.multiply(field.scale(t, 2), scale)


def rotate(field: Field, z: Point, w: Point) -> Point:
    """The sum of two angles: multiplication of cos + i sin."""
    multiply = field.multiply
    return (
        field.subtract(multiply(z[0], w[0]), multiply(z[1], w[1])),
        field.add(multiply(z[0], w[1]), multiply(z[1], w[0])),
    )


def turn(field: Field, z: Point, n: int) -> Point:
    """n times an angle, n not 0, by doubling."""
    if n < 0:
        return turn(field, (z[0], field.scale(z[1], -1)), -n)
    result = None
    while n:
        if n & 1:
            result = z if result is None else rotate(field, result, z)
        n >>= 1
        if n:
            z = rotate(field, z, z)
    assert result is not None
    return result
