package dev.doorstep.android

import dev.doorstep.HttpFault
import dev.doorstep.HttpMethod
import dev.doorstep.HttpRequest
import dev.doorstep.HttpResponse
import dev.doorstep.Slot
import dev.doorstep.Transport
import java.io.IOException
import java.io.InterruptedIOException
import java.net.ConnectException
import java.net.UnknownHostException
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.TimeUnit
import javax.net.ssl.SSLHandshakeException
import javax.net.ssl.SSLPeerUnverifiedException
import okhttp3.Call
import okhttp3.Callback
import okhttp3.CookieJar
import okhttp3.MediaType
import okhttp3.OkHttpClient
import okhttp3.Request
import okhttp3.RequestBody
import okhttp3.Response
import okio.BufferedSink

// snippet: docs/getting-started/android.md okhttp
