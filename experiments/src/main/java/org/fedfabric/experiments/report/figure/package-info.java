/**
 * Figures of runs: each is a small pure function of {@link org.fedfabric.experiments.result.RunResult}s with its
 * definition at the method. Results come in, numbers go out; {@link org.fedfabric.experiments.report} shows them. A figure
 * that has no data is empty, never zero.
 */
package org.fedfabric.experiments.report.figure;
