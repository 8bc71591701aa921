package org.paperzoo.cli;

import ai.djl.engine.Engine;
import picocli.CommandLine.IVersionProvider;

/** What {@code paperzoo --version} prints: the project's version, and those of what its numbers depend on. */
final class Versions implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String own = Paperzoo.class.getPackage().getImplementationVersion();
        return new String[] {
            "paperzoo " + (own == null ? "(not packaged)" : own),
            "DJL " + Engine.getDjlVersion(),
            "Java " + Runtime.version() + " on " + System.getProperty("os.name") + " " + System.getProperty("os.arch")
        };
    }
}
