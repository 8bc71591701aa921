package org.paperzoo.hub;

import java.util.List;

/** Hears what is being fetched. Calls may come from several threads, but one at a time. */
public interface HubListener {

    /** One who does not listen. */
    HubListener SILENT = new HubListener() {};

    /**
     * Before anything is fetched.
     *
     * @param files what will be fetched
     * @param bytes their length together; -1 where a server does not say
     * @param present bytes of it that earlier attempts brought
     */
    default void begins(List<RemoteFile> files, long bytes, long present) {}

    /** More bytes have come; negative where a file has to begin anew. */
    default void came(long bytes) {}

    /** A file is whole, checked and in the cache. */
    default void has(RemoteFile file) {}

    /** A connection failed, and another attempt is made. */
    default void triesAgain(RemoteFile file, String reason) {}

    /** A file of the cache is not what was fetched once, and is fetched anew. */
    default void damaged(RemoteFile file, String reason) {}
}
