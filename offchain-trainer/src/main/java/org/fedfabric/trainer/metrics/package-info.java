/**
 * A trainer's figures for a Prometheus server. Entry: {@link org.fedfabric.trainer.metrics.TrainerMetrics}, which also
 * decides what may be shown: in a task with noise nothing that depends on the rows (protocol.md §5).
 */
package org.fedfabric.trainer.metrics;
