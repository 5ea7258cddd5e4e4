/** What a run gave, as it is written to disk: settings, provenance, one line a version, and where it ended. */
package org.fedfabric.experiments.result;
