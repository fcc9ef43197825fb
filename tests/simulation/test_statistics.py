"""Intervals, differences and stop rules against printed numbers, scipy, and brute Monte Carlo."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pytest
from scipy import stats

from phancap.simulation import statistics as S

# A. M. Law, Simulation Modeling and Analysis: ten observations and their 90 % interval 1.34 +- 0.24.
LAW_TEN = [1.20, 1.50, 1.68, 1.89, 0.95, 1.49, 1.58, 1.55, 0.50, 1.09]
# The same book: five replications of two inventory policies, paired-t at 90 %: 4.98, [1.65, 8.31].
LAW_POLICY_1 = [126.97, 124.31, 126.68, 122.66, 127.23]
LAW_POLICY_2 = [118.21, 120.22, 122.45, 122.68, 119.40]


def test_the_interval_printed_in_the_textbook() -> None:
    span = S.interval(LAW_TEN, 0.90)
    assert span.mean == pytest.approx(1.34, abs=0.005)
    assert span.sd**2 == pytest.approx(0.17, abs=0.005)
    assert span.half == pytest.approx(0.24, abs=0.005)


def test_the_paired_interval_printed_in_the_textbook() -> None:
    found = S.difference(LAW_POLICY_2, LAW_POLICY_1, smaller_is_better=True, level=0.90)
    assert (found.interval.mean, found.interval.low, found.interval.high) == pytest.approx(
        (4.98, 1.65, 8.31), abs=0.01
    )
    assert found.verdict == "worse"  # dearer, and dear is bad
    assert S.difference(LAW_POLICY_1, LAW_POLICY_2, smaller_is_better=True, level=0.90).verdict == "better"


@pytest.mark.parametrize("degrees", [1, 2, 3, 4, 9, 29.5, 100, 1e4, 1e7])
@pytest.mark.parametrize("p", [0.5, 0.6, 0.9, 0.95, 0.975, 0.995, 0.9999, 1e-7, 0.3])
def test_the_t_quantile_is_that_of_scipy(p: float, degrees: float) -> None:
    assert S.t_quantile(p, degrees) == pytest.approx(stats.t.ppf(p, degrees), rel=1e-7, abs=1e-12)


def test_one_number_has_no_interval_and_none_is_an_error() -> None:
    assert S.interval([3.0]).as_json() == {"mean": 3.0, "low": None, "high": None}
    with pytest.raises(S.StatisticsError, match="got 0 numbers"):
        S.interval([])
    with pytest.raises(S.StatisticsError, match="number 2 of 3 is `nan`"):
        S.interval([1.0, math.nan, 2.0])


@pytest.mark.parametrize(
    "n, p, low, high",
    [  # tables of order statistics for the median, 95 %
        (10, 0.5, 2, 9), (20, 0.5, 6, 15), (25, 0.5, 8, 18), (100, 0.5, 40, 61),
        (5, 0.5, None, None),  # too few to cover: 2 * 0.5**5 > 5 %
    ],
)  # fmt: skip
def test_the_interval_of_a_quantile_by_order_statistics(
    n: int, p: float, low: int | None, high: int | None
) -> None:
    span = S.quantile_interval(np.arange(1, n + 1), p)
    assert span.low == (-math.inf if low is None else low)
    assert span.high == (math.inf if high is None else high)


def test_a_quantile_interval_covers_by_brute_force() -> None:
    stream = np.random.default_rng(4)
    truth = -math.log(0.1)  # the ninth decile of the exponential
    spans = [S.quantile_interval(stream.exponential(size=80), 0.9) for _ in range(1500)]
    covered = np.mean([span.low <= truth <= span.high for span in spans])
    assert 0.95 - 3 * math.sqrt(0.05 * 0.95 / 1500) <= covered <= 0.99


@pytest.mark.parametrize("n", [5, 20])
def test_the_interval_of_a_mean_covers_by_brute_force(n: int) -> None:
    table = np.random.default_rng(1).normal(7, 3, size=(4000, n))
    spans = [S.interval(row, 0.95) for row in table]
    covered = np.mean([span.low <= 7 <= span.high for span in spans])
    assert covered == pytest.approx(0.95, abs=3 * math.sqrt(0.05 * 0.95 / 4000))


@pytest.mark.parametrize(
    "count, degrees, printed",
    [  # C. W. Dunnett (1964), two-sided 5 % points
        (1, 20, 2.09), (2, 20, 2.38), (3, 20, 2.54), (4, 20, 2.65), (5, 20, 2.73),
        (2, 10, 2.57), (4, 10, 2.89), (3, 5, 3.29),
    ],
)  # fmt: skip
def test_dunnetts_printed_table(count: int, degrees: int, printed: float) -> None:
    assert S.dunnett_critical(count, degrees) == pytest.approx(printed, abs=0.0051)


@pytest.mark.parametrize("shared", [0.0, 0.9])
def test_all_intervals_hold_at_once(shared: float) -> None:
    """Under no difference at all, a verdict other than "not told apart" is wrong at most once in twenty."""
    stream = np.random.default_rng(9)
    runs, wrong = 150, {"bonferroni": 0, "dunnett": 0}
    for _ in range(runs):
        noise = math.sqrt(1 - shared) * stream.normal(size=(5, 12))
        gaps = math.sqrt(shared) * stream.normal(size=12) + noise
        options = {str(place): gap for place, gap in enumerate(gaps)}
        found = S.differences(np.zeros(12), options, smaller_is_better=True)
        wrong["bonferroni"] += any(one.verdict != "not-told-apart" for one in found)
        largest = np.max(np.abs(gaps.mean(axis=1)) / gaps.std(axis=1, ddof=1)) * math.sqrt(12)
        wrong["dunnett"] += largest > S.paired_dunnett(gaps, draws=2_000)
    bound = 0.05 + 3 * math.sqrt(0.05 * 0.95 / runs)
    assert wrong["bonferroni"] <= wrong["dunnett"] <= bound * runs


def test_dunnett_lies_between_the_plain_value_and_bonferroni() -> None:
    stream = np.random.default_rng(2)
    for count, n in ((1, 6), (4, 6), (9, 6), (4, 50)):
        gaps = stream.normal(size=(count, n)) + stream.normal(size=n)
        value = S.paired_dunnett(gaps)
        assert S.t_quantile(0.975, n - 1) <= value <= S.t_quantile(1 - 0.025 / count, n - 1)
        assert value == S.paired_dunnett(gaps)  # no hidden generator
    alike = np.tile(stream.normal(size=30), (8, 1))
    assert S.paired_dunnett(alike) == pytest.approx(S.t_quantile(0.975, 29), rel=0.02)


def test_common_draws_tell_apart_what_independent_runs_cannot() -> None:
    stream = np.random.default_rng(3)
    luck = stream.normal(400, 20, size=15)
    option = luck - 3 + stream.normal(0, 1, size=15)
    paired = S.difference(luck, option, smaller_is_better=True)
    apart = S.difference(stream.normal(400, 20, size=15), option, smaller_is_better=True)
    assert (paired.verdict, apart.verdict) == ("better", "not-told-apart")
    assert paired.gain > 100 > apart.gain
    assert apart.resolves == pytest.approx(apart.interval.half)


def test_runs_that_do_not_pair_are_refused() -> None:
    with pytest.raises(S.StatisticsError, match="`b` has 3 replications and the status quo 4"):
        S.differences([1, 2, 3, 4.0], {"b": [1, 2, 3.0]}, smaller_is_better=True)
    with pytest.raises(S.StatisticsError, match="got the adjustment `tukey`"):
        S.differences([1, 2.0], {"b": [1, 2.0]}, smaller_is_better=True, adjust="tukey")


def test_an_option_that_changes_nothing_is_not_told_apart() -> None:
    found = S.difference([1.0, 2.0, 3.0], [1.0, 2.0, 3.0], smaller_is_better=True)
    assert (found.verdict, found.interval.half) == ("not-told-apart", 0)


def test_the_stop_rule_looks_ahead() -> None:
    """Precise at 5 by luck, not at 7; content only from where five more keep it."""
    lucky = [10.0, 10.1, 9.9, 10.0, 10.0, 10.1, 30.0] + [10.0, 10.2, 9.8] * 60
    rule = S.StopRule(relative=0.05)
    needed = S.replications_needed(lucky, rule)
    assert needed is not None
    assert needed > 50
    assert S.replications_needed(lucky, rule._replace(look_ahead=0)) == 5
    assert S.replications_needed(lucky[:30], rule) is None
    # By hand: every later width up to five more keeps the precision, the one before does not.
    assert all(rule.precise(lucky[: needed + more]) for more in range(6))
    assert not rule.precise(lucky[: needed - 1])


def test_running_until_every_measure_is_precise_keeps_all_that_was_run() -> None:
    stream = np.random.default_rng(8)

    def replicate(_: int) -> Mapping[str, float]:
        return {"wait": stream.normal(100, 10), "share": abs(stream.normal(0, 0.001))}

    stopped = S.run_until(replicate, S.StopRule(relative=0.05, floor=0.002, most=500))
    assert stopped.needed is not None
    assert stopped.intervals["wait"].n == stopped.needed + 5
    assert stopped.intervals["wait"].relative <= 0.05
    never = S.run_until(replicate, S.StopRule(relative=1e-6, most=20))
    assert (never.needed, never.intervals["wait"].n) == (None, 20)


def test_input_uncertainty_is_told_from_noise() -> None:
    stream = np.random.default_rng(5)
    table = stream.normal(50, 4, size=(300, 1)) + stream.normal(0, 2, size=(300, 8))
    found = S.input_uncertainty(table)
    assert found.input_sd == pytest.approx(4, rel=0.15)
    assert found.noise_sd == pytest.approx(2, rel=0.05)
    assert S.input_uncertainty(np.tile(stream.normal(size=8), (5, 1))).input_sd == 0
    with pytest.raises(S.StatisticsError, match="at least 2 inputs"):
        S.input_uncertainty([[1.0, 2.0]])


def test_a_control_whose_mean_is_known_narrows_the_interval() -> None:
    stream = np.random.default_rng(6)
    covered, widths = 0, []
    for _ in range(600):
        work = stream.normal(1000, 50, size=15)
        wait = 0.3 * work + stream.normal(0, 5, size=15)
        span = S.control_variate(wait, work, 1000)
        covered += span.low <= 300 <= span.high
        widths.append(span.half / S.interval(wait).half)
    assert covered / 600 == pytest.approx(0.95, abs=3 * math.sqrt(0.05 * 0.95 / 600))
    assert np.mean(widths) < 0.45


def test_the_band_of_a_further_replication() -> None:
    low, high = S.prediction_band(np.arange(101), 0.9)
    assert (low, high) == pytest.approx((5, 95))
