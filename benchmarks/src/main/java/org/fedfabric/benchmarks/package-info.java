/**
 * {@code benchmarks/run}: measures FedFabric, each figure beside a named baseline that was measured in the same run, in
 * turns with it. What the figures mean is in docs/benchmarks.md.
 *
 * <p>Every benchmark has a JVM of its own ({@link org.fedfabric.benchmarks.Forks}), so that none is compiled for what
 * another one did.
 */
package org.fedfabric.benchmarks;
