/**
 * How long a whole round of a federation takes, ledger and judging included, beside a bare loop of federated averaging in
 * PyTorch that does the same training.
 */
package org.fedfabric.benchmarks.round;
