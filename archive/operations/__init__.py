"""The verbs: everything that a window or a command line may ask of an archive. Each act is one transaction."""
