package org.paperzoo.hub;

/** The server was reached, and it has no such file, revision or repository. */
public final class AbsentException extends UnreachableException {

    /** What was asked for; null for a listing. */
    private final transient RemoteFile file;

    AbsentException(RemoteFile file, String message) {
        super(message, null);
        this.file = file;
    }

    /** The file that the server has not, as it was asked for; null where a repository's listing was. */
    public RemoteFile file() {
        return file;
    }
}
