/**
 * One whole federation on one machine, as a person tries it first: split data among enterprises, enrol participants, open
 * a task, run one trainer process per enterprise, watch, compare with training alone and with pooled data, report. It
 * uses only what everybody can use: the ledger's functions, the content store, and the {@code fedfabric} command.
 */
package org.fedfabric.trainer.demo;
