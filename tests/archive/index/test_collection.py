"""The segments of one generation as one run of documents: what is kept of them between queries."""

import numpy as np

from archive.index.index import Index


def test_where_a_scope_is_in_the_index_is_worked_out_once_for_each_of_several_threads(filled) -> None:
    index: Index = filled("river", "ferry", "river ferry")
    index.search("river")
    collection = index._collection
    scopes = [np.array(articles, np.int64) for articles in ([1], [2, 3], [1], [1, 2, 3])]
    masks = [collection.within(scope) for scope in scopes]
    assert [mask.tolist() for mask in masks] == [np.isin(collection.articles, scope).tolist() for scope in scopes]
    assert all(collection.within(scope) is mask for scope, mask in zip(scopes, masks, strict=True))
    # Of one more the oldest goes, and is worked out again when it is asked for.
    collection.within(np.array([3], np.int64))
    assert collection.within(scopes[1]) is masks[1]
    assert collection.within(scopes[0]) is not masks[0]
