/** Pages of the board: the same ones on disk and from the server. */
package org.paperzoo.leaderboard.page;
