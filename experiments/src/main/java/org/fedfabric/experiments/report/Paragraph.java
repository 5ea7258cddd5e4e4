package org.fedfabric.experiments.report;

/**
 * A paragraph.
 *
 * @param text plain text
 */
record Paragraph(String text) implements Block {}
