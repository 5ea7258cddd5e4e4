/**
 * An experiment's folder as one page: {@link org.fedfabric.experiments.report.ExperimentReport ExperimentReport} reads the runs, puts those
 * that differ only in their seed together as points of the grid, lets each {@code *Section} say what it has to say (or
 * nothing, where the experiment lacks the data), and writes the sections as HTML and as Markdown. Figures are computed in
 * {@link org.fedfabric.experiments.report.figure}; the page's script only draws.
 */
package org.fedfabric.experiments.report;
