/** Files that are on disk whole or not at all, whatever is killed when: {@link org.fedfabric.trainer.durable.DurableFile}. */
package org.fedfabric.trainer.durable;
