package org.paperzoo.hub;

import java.net.URI;

/**
 * What a server says of a file now.
 *
 * @param file the file; of a repository, at the commit that its revision stands for
 * @param uri where its content is asked for
 * @param size its length in bytes, or -1 where the server does not say
 * @param entityTag the entity tag of the content, bare, or null
 * @param digest the digest that its content must have, or null where neither server nor user said one
 */
record RemoteState(RemoteFile file, URI uri, long size, String entityTag, Digest digest) {}
