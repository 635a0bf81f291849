// veraPDF's side of the conversation: started by verapdf.py in a Java runtime, through the Rhino shell.
//
// Each line on standard input is a JSON object: "file", a path, and "profiles", what to try it against ("2a", "ua1").
// Each is answered by one line: "verdicts", one for each profile; or "unknown", a profile that there is not; or
// "unreadable" or "error", with what veraPDF said.
// The first line, unasked, tells that it is ready. When standard input ends, so does the program, whatever it is doing;
// the folder that it was given for its own is removed first, since whoever started it may have been killed.
//
// veraPDF reads its profiles with JAXB, which this jar does not have whole; they are plain XML, and are read as such.

var org = Packages.org;
var answers = new java.io.PrintStream(java.lang.System.out, true, "UTF-8");
java.lang.System.setOut(java.lang.System.err); // what a library prints is no answer
java.util.logging.LogManager.getLogManager().reset();

var foundry = null;
var profiles = {};

function children(element, name) {
    var found = [];
    for (var child = element.getFirstChild(); child !== null; child = child.getNextSibling()) {
        if (child.getNodeType() === 1 && String(child.getNodeName()) === name) {
            found.push(child);
        }
    }
    return found;
}

function grandchildren(element, group, name) {
    var groups = children(element, group);
    return groups.length ? children(groups[0], name) : [];
}

function text(element, name) {
    var found = children(element, name);
    return found.length ? found[0].getTextContent() : null;
}

function attribute(element, name) {
    return element.hasAttribute(name) ? element.getAttribute(name) : null;
}

function readRuleId(element) {
    return org.verapdf.pdfa.validation.profiles.Profiles.ruleIdFromValues(
        org.verapdf.pdfa.flavours.PDFAFlavour.Specification.valueOf(element.getAttribute("specification")),
        element.getAttribute("clause"),
        java.lang.Integer.parseInt(element.getAttribute("testNumber"))
    );
}

function readError(element) {
    var values = new java.util.ArrayList();
    grandchildren(element, "arguments", "argument").forEach(function (one) {
        var value = org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl.fromValues(
            one.getTextContent(), attribute(one, "name"), null
        );
        values.add(value);
    });
    return org.verapdf.pdfa.validation.profiles.Profiles.errorFromValues(text(element, "message"), values);
}

function readRule(element) {
    var deferred = attribute(element, "deferred");
    return org.verapdf.pdfa.validation.profiles.Profiles.ruleFromValues(
        readRuleId(children(element, "id")[0]),
        element.getAttribute("object"),
        deferred === null ? null : java.lang.Boolean.valueOf(deferred),
        attribute(element, "tags"),
        text(element, "description"),
        text(element, "test"),
        readError(children(element, "error")[0]),
        new java.util.ArrayList()
    );
}

function readVariable(element) {
    return org.verapdf.pdfa.validation.profiles.Profiles.variableFromValues(
        element.getAttribute("name"), element.getAttribute("object"), text(element, "defaultValue"), text(element, "value")
    );
}

function readProfile(stream) {
    var builder = Packages.javax.xml.parsers.DocumentBuilderFactory.newInstance().newDocumentBuilder();
    var root = builder.parse(stream).getDocumentElement();
    var rules = new java.util.HashSet(), variables = new java.util.HashSet();
    grandchildren(root, "rules", "rule").forEach(function (one) { rules.add(readRule(one)); });
    grandchildren(root, "variables", "variable").forEach(function (one) { variables.add(readVariable(one)); });
    return org.verapdf.pdfa.validation.profiles.Profiles.profileFromValues(
        org.verapdf.pdfa.flavours.PDFAFlavour.valueOf(root.getAttribute("flavour")),
        org.verapdf.pdfa.validation.profiles.Profiles.profileDetailsFromValues("", "", "", new java.util.Date(0)),
        "",
        rules,
        variables
    );
}

function profile(name) {
    if (!Object.prototype.hasOwnProperty.call(profiles, name)) {
        var file = name.replace(/^(ua)?(.*)$/, function (whole, accessible, level) {
            return accessible ? "PDFUA-" + level : "PDFA-" + level.toUpperCase();
        });
        var path = "org/verapdf/pdfa/validation/" + file + ".xml";
        var stream = java.lang.ClassLoader.getSystemClassLoader().getResourceAsStream(path);
        if (stream === null) {
            return null;
        }
        try {
            profiles[name] = readProfile(stream);
        } finally {
            stream.close();
        }
    }
    return profiles[name];
}

// One fault for each rule that is broken: the first place, and how many there are.
function faults(result) {
    var counts = result.getFailedChecks();
    var found = [];
    for (var each = result.getTestAssertions().iterator(); each.hasNext();) {
        var one = each.next(), rule = one.getRuleId();
        found.push({
            clause: String(rule.getClause()),
            test: Number(rule.getTestNumber()),
            message: String(one.getErrorMessage() || one.getMessage()),
            where: String(one.getLocation().getContext()),
            count: Number(counts.get(rule))
        });
    }
    return found;
}

function judge(file, name) {
    var against = profile(name);
    var parser = foundry.createParser(new java.io.File(file), against.getPDFAFlavour());
    try {
        // one place for each rule, no passed checks, the message filled in, no progress
        var result = foundry.createValidator(against, 1, false, true, false).validateAll(parser).get(0);
        if (String(result.getJobEndStatus().name()) !== "NORMAL") {
            throw new Error("ended before all was tried: " + result.getJobEndStatus());
        }
        var found = faults(result);
        if (result.isCompliant() !== (found.length === 0)) {
            throw new Error("says both that the file passes and that it does not");
        }
        return { profile: name, faults: found };
    } finally {
        parser.close();
    }
}

function answer(request) {
    try {
        var unknown = request.profiles.filter(function (name) { return profile(name) === null; });
        if (unknown.length) {
            return { unknown: unknown[0] };
        }
        return { verdicts: request.profiles.map(function (name) { return judge(request.file, name); }) };
    } catch (error) {
        var cause = error.javaException;
        var unreadable =
            cause instanceof org.verapdf.core.ModelParsingException || cause instanceof org.verapdf.core.EncryptedPdfException;
        var said = String(cause || error);
        return unreadable ? { unreadable: said } : { error: said };
    }
}

function say(value) {
    answers.println(JSON.stringify(value));
}

function removeFolder(file) {
    var inside = file.listFiles();
    for (var index = 0; inside !== null && index < inside.length; index++) {
        inside[index]["delete"]();
    }
    file["delete"]();
}

// A thread of its own reads, so that a file that never gets done does not outlive the one who asked.
function listen(folder) {
    var lines = new java.util.concurrent.LinkedBlockingQueue();
    var input = new java.io.BufferedReader(new java.io.InputStreamReader(java.lang.System["in"], "UTF-8"));
    var thread = new java.lang.Thread(function () {
        for (var line = input.readLine(); line !== null; line = input.readLine()) {
            lines.put(line);
        }
        removeFolder(new java.io.File(folder));
        java.lang.Runtime.getRuntime().halt(0);
    });
    thread.setDaemon(true);
    thread.start();
    return lines;
}

var lines = listen(arguments[0]);
org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider.initialise();
foundry = org.verapdf.pdfa.Foundries.defaultInstance();
say({ ready: true });
while (true) {
    say(answer(JSON.parse(String(lines.take()))));
}
