"""The shipped city and its pilot, read once."""

from __future__ import annotations

import pytest

from phancap.charter.charter import Charter
from phancap.planning.consequences import Sides, sides
from phancap.workspace.load import Workspace
from phancap.workspace.open import charter_of, shipped

PILOT = "pilot-ninh-kieu-cai-rang"
COUNCILS = "model-hcmc"


@pytest.fixture(scope="session")
def base() -> tuple[Workspace, Charter]:
    return charter_of(shipped())


@pytest.fixture(scope="session")
def pilot(base: tuple[Workspace, Charter]) -> Sides:
    return sides(PILOT, base, charter_of(shipped(), (PILOT,)))


@pytest.fixture(scope="session")
def councils(base: tuple[Workspace, Charter]) -> Sides:
    return sides(COUNCILS, base, charter_of(shipped(), (COUNCILS,)))
