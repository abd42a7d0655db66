"""Cohen's κ of seeded codings as scikit-learn gives it; `make peers` compares, the tests hold the numbers frozen.

scikit-learn with SciPy takes more than 100 MB, so that it is no dependency: install it beside the project to run this
(`python -m tests.benchmarks.peer_kappa`).
"""

from random import Random

from archive.annotation.agreement import kappa

SEEDS = range(6)


def codings(seed: int) -> tuple[list[int], list[int]]:
    """Two coders over 200 units with up to five categories; the second agrees with the first more often than not."""
    random = Random(seed)
    categories = 2 + seed % 4
    first = [random.randrange(categories) for _ in range(200)]
    second = [value if random.random() < 0.3 + seed / 10 else random.randrange(categories) for value in first]
    return first, second


def main() -> None:
    """Prints scikit-learn's κ for each seed; fails when ours is another."""
    from sklearn.metrics import cohen_kappa_score

    for seed in SEEDS:
        first, second = codings(seed)
        theirs, ours = float(cohen_kappa_score(first, second)), kappa(first, second)
        print(f"{seed}: {theirs:.12f}")
        if ours is None or abs(theirs - ours) > 1e-9:
            raise SystemExit(f"κ of seed {seed} is {ours}, scikit-learn's is {theirs}")


if __name__ == "__main__":
    main()
