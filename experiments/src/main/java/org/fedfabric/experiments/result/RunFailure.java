package org.fedfabric.experiments.result;

import org.fedfabric.experiments.run.RunSettings;

/**
 * A run that did not end with a result ({@code failure.json}).
 *
 * @param settings what was run
 * @param reason the sentence it failed with
 * @param failedAt UTC, ISO 8601
 */
public record RunFailure(RunSettings settings, String reason, String failedAt) {}
