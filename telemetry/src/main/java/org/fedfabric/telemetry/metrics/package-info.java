/**
 * Metrics that a Prometheus server fetches. Entry: {@link org.fedfabric.telemetry.metrics.MetricsEndpoint}. What is
 * measured is up to trainer and chaincode; nothing here knows of it, and no result ever depends on it.
 */
package org.fedfabric.telemetry.metrics;
