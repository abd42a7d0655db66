"""What the menu of the reader offers; "" is a line between."""

MORE = (
    *("find.open", "edit.copy_cited", "edit.copy_citation", "", "article.read", "article.edit", "article.note", ""),
    *("reading.set_aside", "reading.go_to_page", "reading.beside", "", "archive.export", "article.open_original"),
    *("article.original", "article.recognise", "article.encoding", "article.print"),
)
