"""The tokenizer of a checkpoint without transformers, called as `WindowMaker` calls those of transformers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from schemas.errors import ConfigurationError


class CheckpointTokenizer:
    """Splits texts into word pieces.

    Args:
        checkpoint: Folder with tokenizer.json.

    Raises:
        ConfigurationError: The file is missing or damaged, or a special token is not in it.
    """

    def __init__(self, checkpoint: Path) -> None:
        from tokenizers import Tokenizer

        try:
            self._tokenizer = Tokenizer.from_file(str(checkpoint / "tokenizer.json"))
        except Exception as error:  # tokenizers raises nothing more special
            raise ConfigurationError(f"{checkpoint} is incomplete: its tokenizer cannot be loaded") from error
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self.cls_token_id, self.sep_token_id = self._id("[CLS]", checkpoint), self._id("[SEP]", checkpoint)
        self.unk_token_id, self.pad_token_id = self._id("[UNK]", checkpoint), self._id("[PAD]", checkpoint)

    def _id(self, token: str, checkpoint: Path) -> int:
        found: int | None = self._tokenizer.token_to_id(token)
        if found is None:
            raise ConfigurationError(f"{checkpoint} has the tokenizer of another network: {token} is missing")
        return found

    def __call__(self, texts: Sequence[str], *, add_special_tokens: bool) -> dict[str, list[list[int]]]:
        """Returns the ids of each text's word pieces as ``input_ids``."""
        encoded = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=add_special_tokens)
        return {"input_ids": [one.ids for one in encoded]}
