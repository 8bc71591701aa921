/** Where results are: one database, in a file or on a PostgreSQL server, in which nothing is ever changed. */
package org.paperzoo.leaderboard.store;
