/**
 * Rows before any training: where they come from, how they are divided among participants, and what may be said of them
 * outside. A {@link org.fedfabric.trainer.dataset.DataSource} reads a {@link org.fedfabric.trainer.dataset.Dataset}; a
 * {@link org.fedfabric.trainer.dataset.Partition} divides its training rows; {@link
 * org.fedfabric.trainer.dataset.DatasetFolders} writes one folder per participant, and a trainer opens only its own.
 * {@link org.fedfabric.trainer.dataset.RowsDigest} and {@link org.fedfabric.trainer.dataset.DataDisclosure} are what the
 * ledger learns of the rows; {@link org.fedfabric.trainer.dataset.DatasetDescription} is for their owner.
 */
package org.fedfabric.trainer.dataset;
