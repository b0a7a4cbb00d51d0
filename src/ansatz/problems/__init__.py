"""Problem generators: random mathematics with known answers."""
