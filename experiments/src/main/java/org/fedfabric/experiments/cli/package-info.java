/**
 * The {@code fedfabric experiment} commands. {@link org.fedfabric.experiments.cli.ExperimentMain} is their main class, so that
 * no other command has a network's jars on its class path.
 */
package org.fedfabric.experiments.cli;
