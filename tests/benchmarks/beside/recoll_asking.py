"""Asks Recoll: run by the Python that Recoll's module is for, so that nothing of ours is imported here.

python3 recoll_asking.py CONFIGURATION ROUNDS      (queries by kind as JSON on standard input)

Prints, by kind, milliseconds by the clock and of processor for the best 20 with an abstract each, and how many were found.
"""

import json
import resource
import sys
import time

from recoll import recoll


def main(configuration, rounds):
    database = recoll.connect(confdir=configuration)
    told = {}
    for kind, queries in json.load(sys.stdin).items():
        wall, processor, found = [], [], []
        for query in queries * rounds:
            began, worked = time.perf_counter(), time.process_time()
            asked = database.query()
            found.append(asked.execute(query, stemming=1, stemlang="english"))
            for document in asked.fetchmany(20):
                asked.makedocabstract(document)
            wall.append((time.perf_counter() - began) * 1000)
            processor.append((time.process_time() - worked) * 1000)
        told[kind] = {"wall": wall, "processor": processor, "found": found}
    told["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
