/**
 * How fast one thread trains, beside PyTorch on one thread with the same networks, batches and steps; where there is no
 * PyTorch, beside nothing but the matrix products that the step is made of.
 */
package org.fedfabric.benchmarks.engine;
