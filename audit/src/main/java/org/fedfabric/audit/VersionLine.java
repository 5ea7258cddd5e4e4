package org.fedfabric.audit;

/**
 * What the replay says of one version of the task.
 *
 * @param version the version's number, from 0
 * @param confirmed whether everything recorded of it followed from what was recorded before
 * @param summary one line for people: contributors, verdicts, what was recomputed and what could not be
 */
public record VersionLine(int version, boolean confirmed, String summary) {}
