package org.paperzoo.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.paperzoo.hub.CacheContents;

/** An entry of the cache as JSON. */
final class CacheReport {

    private CacheReport() {}

    static ObjectNode of(CacheContents.Entry entry) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("entry", entry.name());
        json.put("fetched", entry.fetched().toString());
        json.put("bytes", entry.bytes());
        ArrayNode files = json.putArray("files");
        entry.files().forEach(file -> files.add(of(file)));
        return json;
    }

    static ObjectNode of(CacheContents.Kept file) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("file", file.remote())
                .put("path", file.path().toString())
                .put("size", file.size())
                .put("sha256", file.sha256());
    }
}
