/** The {@code fedfabric} command: a thin layer of options, tables and exit codes over the packages that do the work. */
package org.fedfabric.trainer.cli;
