"""Relations bound to cells: placement, evaluation, localisation. The heart."""
