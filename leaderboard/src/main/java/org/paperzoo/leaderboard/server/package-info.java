/** The board over HTTP: its pages live, and an interface for programs. */
package org.paperzoo.leaderboard.server;
