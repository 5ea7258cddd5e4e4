/** What a user waits for before anything happens. Wall time of whole processes, started as users start them. */
package org.fedfabric.benchmarks.start;
