/** How a requester's few choices become the complete terms of a task, with a default for everything else. */
package org.fedfabric.trainer.terms;
