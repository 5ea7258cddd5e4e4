/**
 * What a run leaves behind for people and machines: one JSON object, a CSV line per version, and one self-contained HTML
 * page with curves. Data comes in as a {@link org.fedfabric.trainer.report.RunReport}; files come out, each written to a
 * temporary name first so that none is ever half there.
 */
package org.fedfabric.trainer.report;
