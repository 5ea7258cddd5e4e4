/**
 * Experiments as files. A {@link org.fedfabric.experiments.scenario.Scenario} is read from YAML, every error with its line,
 * and multiplied out into the settings of its runs; nothing here runs anything.
 */
package org.fedfabric.experiments.scenario;
