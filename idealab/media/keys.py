"""Where the files lie in the storage."""


def raw_key(sha256: str) -> str:
    return f"raw/{sha256[:2]}/{sha256}"


def rendition_key(key: str, name: str) -> str:
    return f"media/{key[:2]}/{key}/{name}"
