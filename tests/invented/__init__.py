"""Documents about bodies that do not exist, consistent by construction, for the example and for the tests of damage."""
