/** One federation run from its settings to its result, on an embedded network in this process. */
package org.fedfabric.experiments.run;
