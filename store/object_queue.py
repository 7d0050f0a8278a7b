"""A queue of notifications: Amazon SQS, or what speaks its protocol."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from schemas.errors import ConfigurationError, StoreUnavailable

MOST_AT_ONCE = 10
"""Messages of one call; the service's own limit."""
LONGEST_WAIT_S = 20


@dataclass(frozen=True)
class Queued:
    """A message of the queue; ``handle`` deletes it."""

    id: str
    handle: str
    body: str


class ObjectQueue:
    """A queue by its URL. Region and credentials are those of the environment (``AWS_*``).

    A message that is not deleted comes again; the queue's own redrive policy sets aside those that come too often.

    Raises:
        ConfigurationError: The driver is not installed, or no region is set.
    """

    def __init__(self, url: str) -> None:
        try:
            from botocore import exceptions, session
            from botocore.config import Config
        except ImportError:
            raise ConfigurationError("queues of notifications need another package: pip install s3fs") from None
        self._url = url
        self._errors: tuple[type[Exception], ...] = (exceptions.BotoCoreError, exceptions.ClientError)
        parts = urlsplit(url)
        # Longer than the longest wait for a message.
        config = Config(connect_timeout=10, read_timeout=LONGEST_WAIT_S + 10, retries={"max_attempts": 2})
        try:
            self._client: Any = session.get_session().create_client(
                "sqs", endpoint_url=f"{parts.scheme}://{parts.netloc}", config=config
            )
        except exceptions.NoRegionError:
            raise ConfigurationError("the queue needs a region: set AWS_DEFAULT_REGION") from None

    def receive(self, wait_s: int = LONGEST_WAIT_S) -> list[Queued]:
        """Returns the next messages; waits for the first one up to 20 seconds.

        Raises:
            StoreUnavailable: The queue does not answer, or refuses.
        """
        answer = self._call("receive_message", MaxNumberOfMessages=MOST_AT_ONCE, WaitTimeSeconds=wait_s)
        return [Queued(m["MessageId"], m["ReceiptHandle"], m["Body"]) for m in answer.get("Messages", ())]

    def delete(self, message: Queued) -> None:
        """Takes a message out of the queue.

        Raises:
            StoreUnavailable: The queue does not answer, or refuses.
        """
        self._call("delete_message", ReceiptHandle=message.handle)

    def close(self) -> None:
        """Closes the connections."""
        self._client.close()

    def _call(self, operation: str, **arguments: Any) -> dict[str, Any]:
        try:
            answer: dict[str, Any] = getattr(self._client, operation)(QueueUrl=self._url, **arguments)
        except self._errors as error:
            raise StoreUnavailable(
                f"the queue does not answer ({type(error).__name__}); check FIELDWRIGHT_OBJECTS__QUEUE_URL and AWS_*"
            ) from None
        return answer
