"""Looking around in a graph of OpenVINO."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def producer(node: Any, entry: int) -> Any:
    """Returns the node whose output is an input of a node, past nodes that hand it on as it is."""
    source = node.input_value(entry).get_node()
    while source.get_type_name() == "Identity":
        source = source.input_value(0).get_node()
    return source


def constant(node: Any, entry: int) -> NDArray[np.float32]:
    """Returns the numbers of an input of a node that is a constant; none where it is computed."""
    source = producer(node, entry)
    return np.asarray(source.data, np.float32) if source.get_type_name() == "Constant" else np.zeros(0, np.float32)
