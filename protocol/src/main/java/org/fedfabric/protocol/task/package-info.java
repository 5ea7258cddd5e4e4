/** What a task is: everything fixed at Create, that a participant binds itself to by joining (protocol.md §1). */
package org.fedfabric.protocol.task;
