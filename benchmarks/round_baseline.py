"""PyTorch's side of the round benchmark: a bare loop of federated averaging in one process, without ledger or judges.

  round_baseline.py IMAGES LABELS THREADS ROUNDS    -> PyTorch's version, then seconds of wall time of each round, one a line

The two files are IDX, as MNIST's are. A round: ten of a hundred participants train small-cnn on their own 600 rows for one
epoch, batch 10, SGD 0.1 without momentum, one after the other from the same model; then their mean is the model. Rows are
tensors before the clock starts; shuffling them is part of a round, as it is of ours.
"""

import os
import sys
import time

THREADS = sys.argv[3]
os.environ["OMP_NUM_THREADS"] = THREADS
os.environ["MKL_NUM_THREADS"] = THREADS

import torch
from torch import nn

torch.set_num_threads(int(THREADS))
torch.set_num_interop_threads(1)

PARTICIPANTS = 100
SELECTED = 10
ROWS = 600
BATCH = 10


def idx(path, offset):
    with open(path, "rb") as file:
        return torch.frombuffer(bytearray(file.read()[offset:]), dtype=torch.uint8)


def small_cnn():
    return nn.Sequential(
        nn.Conv2d(1, 8, 5),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(8, 16, 5),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(256, 64),
        nn.ReLU(),
        nn.Linear(64, 10),
    )


def train(network, images, labels):
    loss = nn.CrossEntropyLoss()
    optimiser = torch.optim.SGD(network.parameters(), lr=0.1)
    order = torch.randperm(len(labels))
    for first in range(0, len(labels), BATCH):
        batch = order[first : first + BATCH]
        optimiser.zero_grad(set_to_none=True)
        loss(network(images[batch]), labels[batch]).backward()
        optimiser.step()


def main():
    torch.manual_seed(1)
    images = idx(sys.argv[1], 16).view(-1, 1, 28, 28).float() / 255
    labels = idx(sys.argv[2], 8).long()
    network = small_cnn()
    print(torch.__version__, flush=True)
    for _ in range(int(sys.argv[4])):
        start = time.perf_counter()
        base = [value.detach().clone() for value in network.parameters()]
        mean = [torch.zeros_like(value) for value in base]
        for participant in torch.randperm(PARTICIPANTS)[:SELECTED].tolist():
            with torch.no_grad():
                for value, old in zip(network.parameters(), base):
                    value.copy_(old)
            own = slice(participant * ROWS, (participant + 1) * ROWS)
            train(network, images[own], labels[own])
            with torch.no_grad():
                for value, total in zip(network.parameters(), mean):
                    total.add_(value, alpha=1 / SELECTED)
        with torch.no_grad():
            for value, total in zip(network.parameters(), mean):
                value.copy_(total)
        print("%.6f" % (time.perf_counter() - start), flush=True)


if __name__ == "__main__":
    main()
