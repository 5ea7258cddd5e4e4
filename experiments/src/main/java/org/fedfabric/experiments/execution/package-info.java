/**
 * Carries out the runs of an {@link org.fedfabric.experiments.execution.Experiment}: skips what is done, goes on with what was
 * killed, records what fails, and knows how long the rest will take.
 */
package org.fedfabric.experiments.execution;
