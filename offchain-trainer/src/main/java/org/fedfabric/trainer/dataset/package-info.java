/**
 * Rows before any training: where they come from, how they are divided among participants, and what may be said of them
 * outside. A {@link org.fedfabric.trainer.dataset.DataSource} reads a {@link org.fedfabric.trainer.dataset.Dataset}; a
 * {@link org.fedfabric.trainer.dataset.Partition} divides its training rows.
 */
package org.fedfabric.trainer.dataset;
