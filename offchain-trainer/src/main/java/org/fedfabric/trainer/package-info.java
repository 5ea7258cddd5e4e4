/** An enterprise's own machine: its data, its learning, its keys, and the {@code fedfabric} command. */
package org.fedfabric.trainer;
