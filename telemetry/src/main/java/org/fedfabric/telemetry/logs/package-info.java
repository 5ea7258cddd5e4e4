/**
 * How log lines look: readable text, or a JSON object a line with task and version as fields. Entry:
 * {@link org.fedfabric.telemetry.logs.LogFormat}. Code logs through {@code System.Logger} and names what a line is about by
 * a {@link org.fedfabric.telemetry.logs.Subject} among its parameters.
 */
package org.fedfabric.telemetry.logs;
