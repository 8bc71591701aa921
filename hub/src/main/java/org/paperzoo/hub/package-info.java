/**
 * Files from elsewhere: named by {@link org.paperzoo.hub.RemoteFile}, fetched by {@link org.paperzoo.hub.Hub} into one
 * cache, whole and checked or not at all.
 */
package org.paperzoo.hub;
