"""PyTorch's side of the engine benchmarks: one thread, the same networks, the same batches, the same SGD step.

Started by benchmarks/run and spoken to over standard input, one command a line, one answer a line:

  version                          -> PyTorch's version
  model NAME BATCH                 -> ok: builds the network and its inputs (seeded)
  train STEPS | forward STEPS      -> seconds of processor time for so many steps of one batch each

A training step is zero_grad(set_to_none=True), forward, mean cross-entropy, backward, SGD without momentum. Inputs are
contiguous float32 tensors that exist before the clock starts; forward runs under torch.inference_mode(). Images are NCHW,
PyTorch's usual and on a CPU faster form of these networks.
"""

import os
import sys
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("MKL_NUM_THREADS", "1")

import torch
from torch import nn

torch.set_num_threads(1)
torch.set_num_interop_threads(1)

# Batches of different inputs, so that nothing is served from a cache that training on real rows would not have.
BATCHES = 32


def convolutional(padding, first, second, hidden, flat):
    return nn.Sequential(
        nn.Conv2d(1, first, 5, padding=padding),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(first, second, 5, padding=padding),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(flat, hidden),
        nn.ReLU(),
        nn.Linear(hidden, 10),
    )


def network(name):
    """The network, the shape of one example and the number of classes."""
    if name == "2nn":
        layers = nn.Sequential(
            nn.Linear(784, 200), nn.ReLU(), nn.Linear(200, 200), nn.ReLU(), nn.Linear(200, 10)
        )
        return layers, (784,), 10
    if name == "tiny":
        return nn.Sequential(nn.Linear(30, 32), nn.ReLU(), nn.Linear(32, 2)), (30,), 2
    if name == "small-cnn":
        return convolutional(0, 8, 16, 64, 256), (1, 28, 28), 10
    if name == "mcmahan-cnn":
        return convolutional(2, 32, 64, 512, 3136), (1, 28, 28), 10
    raise ValueError("model must be one of 2nn, tiny, small-cnn, mcmahan-cnn. Provided value: " + name)


class Job:
    def __init__(self, name, batch):
        torch.manual_seed(1)
        self.network, shape, classes = network(name)
        self.loss = nn.CrossEntropyLoss()
        self.optimiser = torch.optim.SGD(self.network.parameters(), lr=0.001)
        # Four fifths zero, like images of digits.
        keep = torch.rand(BATCHES, batch, *shape) < 0.2
        self.inputs = list((torch.rand(BATCHES, batch, *shape) * keep).contiguous().unbind(0))
        self.labels = list(torch.randint(0, classes, (BATCHES, batch)).unbind(0))

    def train(self, steps):
        self.network.train()
        for step in range(steps):
            self.optimiser.zero_grad(set_to_none=True)
            loss = self.loss(self.network(self.inputs[step % BATCHES]), self.labels[step % BATCHES])
            loss.backward()
            self.optimiser.step()

    def forward(self, steps):
        self.network.eval()
        with torch.inference_mode():
            for step in range(steps):
                self.network(self.inputs[step % BATCHES])


def timed(work, steps):
    start = time.process_time()
    work(steps)
    return "%.9f" % (time.process_time() - start)


def main():
    job = None
    for line in sys.stdin:
        command, *arguments = line.split()
        if command == "version":
            answer = torch.__version__
        elif command == "model":
            job = Job(arguments[0], int(arguments[1]))
            answer = "ok"
        elif command == "train":
            answer = timed(job.train, int(arguments[0]))
        elif command == "forward":
            answer = timed(job.forward, int(arguments[0]))
        else:
            raise ValueError("command must be version, model, train or forward. Provided value: " + line)
        print(answer, flush=True)


if __name__ == "__main__":
    main()
