"""Distributions against scipy, the choice between them, and a test that rejects as often as it says."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import special, stats

from phancap.simulation.calibrate import fit as F

STREAM = np.random.default_rng(1)
SAMPLES = {
    "lognormal": STREAM.lognormal(3, 0.9, 600), "gamma": STREAM.gamma(2.3, 4, 600), "exponential": STREAM.exponential(30, 600),
    "uniform": STREAM.uniform(5, 9, 600),
}  # fmt: skip
TWO_HUMPS = np.concatenate((STREAM.normal(5, 0.5, 300), STREAM.normal(20, 1, 300)))


@pytest.mark.parametrize("name", list(SAMPLES))
def test_the_true_distribution_is_chosen_and_stands(name: str) -> None:
    found = F.fit(SAMPLES[name])
    assert (found.distribution, found.fits) == (name, True)
    assert found.mean == pytest.approx(SAMPLES[name].mean(), rel=0.05)
    assert found.spread == pytest.approx(
        (SAMPLES[name].max() - SAMPLES[name].min()) / (SAMPLES[name].max() + SAMPLES[name].min())
        if name == "uniform"
        else SAMPLES[name].std() / SAMPLES[name].mean(),
        rel=0.15,
    )


def test_what_follows_no_distribution_is_kept_as_it_is() -> None:
    found = F.fit(TWO_HUMPS)
    assert (found.distribution, found.fits) == ("empirical", False)
    assert found.p <= 0.01
    assert np.mean(found.values) == pytest.approx(TWO_HUMPS.mean())
    assert len(found.values) == 200


@pytest.mark.parametrize(
    "values, distribution, fits, mean",
    [
        ([], "empirical", None, None), ([3.0] * 50, "fixed", True, 3.0), ([1.0, 2.0], "empirical", None, 1.5),
        ([0.0] * 30 + [float(v) for v in SAMPLES["exponential"][:60]], "empirical", False, None),  # a point at zero
        ([math.nan, -1.0, 5.0], "fixed", None, 5.0), ([0.0] * 40, "fixed", True, 0.0),
    ],
)  # fmt: skip
def test_few_equal_and_absurd_values(
    values: list[float], distribution: str, fits: bool | None, mean: float | None
) -> None:
    found = F.fit(values)
    assert (found.distribution, found.fits) == (distribution, fits)
    if mean is not None:
        assert found.mean == mean


def test_parameters_and_likelihoods_are_those_of_scipy() -> None:
    shape, _, scale = stats.gamma.fit(SAMPLES["gamma"], floc=0)
    assert F.parameters("gamma", SAMPLES["gamma"]) == pytest.approx((shape, scale), rel=1e-4)
    for name, law in {
        "lognormal": lambda one, two: stats.lognorm(two, scale=math.exp(one)),
        "gamma": lambda one, two: stats.gamma(one, scale=two),
        "exponential": lambda one, _: stats.expon(scale=one),
        "uniform": lambda one, two: stats.uniform(one, two - one),
    }.items():
        data = np.sort(SAMPLES[name])
        given = F.parameters(name, data)
        frozen = law(*given)
        assert F.cdf(name, given, data) == pytest.approx(frozen.cdf(data), abs=1e-9)
        assert F.moments(name, given)[0] == pytest.approx(frozen.mean())
        if name != "uniform":
            assert F.moments(name, given)[1] == pytest.approx(frozen.std() / frozen.mean())
        free = 1 if name == "exponential" else 2
        assert dict(F.fit(data).tried)[name] == pytest.approx(
            2 * free - 2 * frozen.logpdf(data).sum(), rel=1e-9
        )
        assert F.ks_gap(data, F.cdf(name, given, data)) == pytest.approx(
            stats.kstest(data, frozen.cdf).statistic
        )


@pytest.mark.parametrize("x", [0.05, 0.7, 1.0, 3.3, 12.0, 400.0])
def test_special_functions(x: float) -> None:
    assert F.digamma(x) == pytest.approx(special.digamma(x), rel=1e-9, abs=1e-9)
    assert F.trigamma(x) == pytest.approx(special.polygamma(1, x), rel=1e-9)
    for at in (0.01, 0.5, 1.0, 2.0, 1.3 * x, 10.0):
        assert F.incomplete_gamma(x, at) == pytest.approx(special.gammainc(x, at), abs=1e-12)


def test_the_test_rejects_what_is_true_as_seldom_as_it_says() -> None:
    """With parameters fitted to the same data the printed tables would hardly ever reject."""
    stream = np.random.default_rng(2)
    p = [F.fit(stream.exponential(2, 60), rounds=19, seed=k).p for k in range(120)]
    assert np.mean(np.array(p) <= 0.1) == pytest.approx(0.1, abs=0.085)


def test_two_samples_against_scipy() -> None:
    stream = np.random.default_rng(3)
    for shift in (0.0, 0.3, 2.0):
        a, b = stream.normal(size=180), stream.normal(shift, 1, 140)
        ours, theirs = F.ks_two(a, b), stats.ks_2samp(a, b, method="asymp")
        assert ours[0] == pytest.approx(theirs.statistic)
        assert ours[1] == pytest.approx(theirs.pvalue, abs=0.03)
    assert F.ks_two([1.0] * 40, [1.0] * 50) == (0.0, 1.0)
    assert math.isnan(F.ks_two([], [1.0])[1])
